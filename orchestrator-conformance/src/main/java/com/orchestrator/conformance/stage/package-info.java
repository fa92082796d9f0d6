/** What scenarios are written in: runs, what they show of themselves, and what must be true of them. */
@NullMarked
package com.orchestrator.conformance.stage;

import org.jspecify.annotations.NullMarked;
