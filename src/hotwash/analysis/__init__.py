"""Stage 4: factor graph, 5 Whys, fishbone, blameless language, debrief."""
