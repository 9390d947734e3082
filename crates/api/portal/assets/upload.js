// Upload: numbers by form, range or file. What would be refused is said before anything is sent.

import { main } from "./shell.js";
import { empty } from "./dom.js";

main.append(empty("Not on this server yet", "Numbers come by import at present: `numberline import`."));
