/** What runs of the engine do, as a source of events. Needs {@code orchestrator-worker-sdk} beside this library, which nothing else here does. */
@NullMarked
package com.orchestrator.projections.history;

import org.jspecify.annotations.NullMarked;
