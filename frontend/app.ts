// The one script of every page. It wakes the small behaviours of the frame and loads an island when one is seen.
import './frame';
import { watchIslands } from './islands';

watchIslands(document);
