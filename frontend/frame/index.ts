// The small behaviours of every page, each in its file. Heavier ones are fetched when first wanted.
import './times';
import './toasts';
import './theme';
import './rail';
import './dialogs';
import './live';
import './drafts';
import './copy';
import './guard';
import './keys';
