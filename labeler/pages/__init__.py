"""Thin Streamlit pages: each translates between a person and the workflow."""
