/** What goes with a line of the log. */
@NullMarked
package com.orchestrator.engine.log;

import org.jspecify.annotations.NullMarked;
