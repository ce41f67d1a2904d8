"""The REST API: assembles the stages' routers."""
