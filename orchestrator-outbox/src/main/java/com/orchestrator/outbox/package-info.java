/**
 * Runs that are started, and signals that are sent, by transactions of the application: what is committed happens, what is rolled back does
 * not. {@link com.orchestrator.outbox.TransactionalStarter} writes a row in the caller's transaction, as the SQL functions {@code
 * orchestrator_start} and {@code orchestrator_signal} do; a relay of {@link com.orchestrator.outbox.relay} hands it over to a {@link
 * com.orchestrator.outbox.ServerDestination}, or the server does so itself where it shares the database.
 *
 * <p>May depend on the worker SDK, the relay and the JDK's JDBC only.
 */
@NullMarked
package com.orchestrator.outbox;

import org.jspecify.annotations.NullMarked;
