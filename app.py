"""Start Labeler with `streamlit run app.py`; `labeler serve` serves the same app."""

import streamlit as st

from labeler.app import compose

app = st.App(**compose())
