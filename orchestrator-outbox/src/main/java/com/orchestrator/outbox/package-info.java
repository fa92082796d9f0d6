/**
 * Runs that are started, and signals that are sent, by transactions of the application: what is committed happens, what is rolled back does
 * not. {@link com.orchestrator.outbox.TransactionalStarter} writes a row in the caller's transaction, as the SQL functions {@code
 * orchestrator_start} and {@code orchestrator_signal} do; a {@link com.orchestrator.outbox.OutboxRelay} hands rows over to the server and deletes
 * them. It may do so twice, when it dies in between: run ids and signal ids make that once.
 *
 * <p>May depend on the worker SDK and the JDK's JDBC only. The database is PostgreSQL.
 */
@NullMarked
package com.orchestrator.outbox;

import org.jspecify.annotations.NullMarked;
