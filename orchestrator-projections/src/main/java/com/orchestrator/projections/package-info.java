/**
 * Read models that are made of events: each event counts exactly once for each projection, whoever is killed. The
 * checkpoint of a projection moves in the transaction of its read model; who may move it is decided by a fence that rises
 * whenever its owner changes. {@link com.orchestrator.projections.Projections} is the way in.
 *
 * <p>Workers are all alike and find out through three tables who does what. No advisory lock, no serializable
 * transaction, no extension: plain SQL that PostgreSQL, MySQL, MariaDB and SQLite understand.
 *
 * <p>May depend on the JDK's JDBC only; {@code history} on the worker SDK besides.
 */
@NullMarked
package com.orchestrator.projections;

import org.jspecify.annotations.NullMarked;
