/** How long runs are kept once they have ended, and how they go: deleted by hand, or by the rule of their namespace. */
@NullMarked
package com.orchestrator.engine.retention;

import org.jspecify.annotations.NullMarked;
