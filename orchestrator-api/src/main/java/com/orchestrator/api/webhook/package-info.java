/** Webhooks: who is told of events by requests of the server, and how receivers know that it was the server. */
@NullMarked
package com.orchestrator.api.webhook;

import org.jspecify.annotations.NullMarked;
