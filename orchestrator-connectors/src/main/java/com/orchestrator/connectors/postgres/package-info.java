/** Tables of PostgreSQL, by its COPY. */
@NullMarked
package com.orchestrator.connectors.postgres;

import org.jspecify.annotations.NullMarked;
