/**
 * Connectors: where rows come from and where they go. A {@link com.orchestrator.connectors.Source} gives rows as text,
 * {@link com.orchestrator.connectors.Extraction} checks each value against its column's frozen type and writes a load package
 * ({@link com.orchestrator.connectors.pack}), and a {@link com.orchestrator.connectors.Target} takes the package up, once.
 *
 * <p>Connectors are found by {@link java.util.ServiceLoader} and run in the ETL worker's process, never in the server. Nothing
 * here knows of the engine.
 */
@NullMarked
package com.orchestrator.connectors;

import org.jspecify.annotations.NullMarked;
