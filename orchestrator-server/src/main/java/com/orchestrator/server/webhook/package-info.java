/** Requests to webhooks: which addresses may be called, and how a request goes to just the address that was looked at. */
@NullMarked
package com.orchestrator.server.webhook;

import org.jspecify.annotations.NullMarked;
