/**
 * How much one principal, and all of one namespace together, may ask of this server. Decided in its memory alone (ADR 65).
 */
@NullMarked
package com.orchestrator.server.quota;

import org.jspecify.annotations.NullMarked;
