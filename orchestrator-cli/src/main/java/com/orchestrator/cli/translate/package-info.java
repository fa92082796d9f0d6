/** Files of other engines as definitions of ours, and what of them is lost. Knows nothing of servers, and prints nothing. */
@NullMarked
package com.orchestrator.cli.translate;

import org.jspecify.annotations.NullMarked;
