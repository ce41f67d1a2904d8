"""The worked example: two incidents of a small shop, made by the same steps that people use."""
