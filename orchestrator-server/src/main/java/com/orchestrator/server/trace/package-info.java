/**
 * Traces of runs, made of their histories after they have ended, and sent by OTLP. Depends on the engine's services alone.
 */
@NullMarked
package com.orchestrator.server.trace;

import org.jspecify.annotations.NullMarked;
