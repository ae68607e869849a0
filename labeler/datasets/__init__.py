"""Labels as Parquet: the live labels and what reads them."""
