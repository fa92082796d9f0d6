/** One worker: what it owns, and how it works events in. */
@NullMarked
package com.orchestrator.projections.worker;

import org.jspecify.annotations.NullMarked;
