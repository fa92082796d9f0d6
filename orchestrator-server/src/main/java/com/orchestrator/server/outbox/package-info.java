/** Hands over what applications have written into outboxes in the database of the server (ADR 72), as if it came over REST. */
@NullMarked
package com.orchestrator.server.outbox;

import org.jspecify.annotations.NullMarked;
