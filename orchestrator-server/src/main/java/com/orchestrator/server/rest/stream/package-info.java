/** Server-sent events: what happens to runs, as CloudEvents, while it happens. */
@NullMarked
package com.orchestrator.server.rest.stream;

import org.jspecify.annotations.NullMarked;
