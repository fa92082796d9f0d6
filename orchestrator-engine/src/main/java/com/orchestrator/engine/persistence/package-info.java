/**
 * The stores on PostgreSQL: plain set-based SQL where rows are claimed, swept or written in batches, Hibernate where people
 * read. The only package that knows a table. One class per statement in {@code sql}.
 */
@NullMarked
package com.orchestrator.engine.persistence;

import org.jspecify.annotations.NullMarked;
