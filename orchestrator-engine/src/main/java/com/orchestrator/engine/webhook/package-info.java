/** Webhooks as values: what is said of them, what became of events, and which event is sent next. Pure. */
@NullMarked
package com.orchestrator.engine.webhook;

import org.jspecify.annotations.NullMarked;
