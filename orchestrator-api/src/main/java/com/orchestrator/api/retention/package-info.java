/** How long runs are kept once they have ended. */
@NullMarked
package com.orchestrator.api.retention;

import org.jspecify.annotations.NullMarked;
