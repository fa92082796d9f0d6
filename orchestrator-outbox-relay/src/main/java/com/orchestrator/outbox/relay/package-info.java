/**
 * Hands over what stands in an outbox: starts of runs and signals that transactions of an application have written. An {@link
 * com.orchestrator.outbox.relay.OutboxRelay} gives rows to a {@link com.orchestrator.outbox.relay.Destination} and deletes what that one has. It may
 * do so twice, when it dies in between: run ids and signal ids make that once.
 *
 * <p>May depend on the API and the JDK's JDBC only, so that a server can have it as well as an application. The database is PostgreSQL.
 */
@NullMarked
package com.orchestrator.outbox.relay;

import org.jspecify.annotations.NullMarked;
