/**
 * Tables as targets: what a load does to a table and the record of it, in one transaction of the table's database. What databases do
 * differently is their {@link com.orchestrator.connectors.table.Dialect}.
 */
@NullMarked
package com.orchestrator.connectors.table;

import org.jspecify.annotations.NullMarked;
