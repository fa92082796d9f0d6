/**
 * What the outside may ask of the engine: about workflows, and as a worker. The server translates HTTP to these calls and
 * nothing else. May depend on {@code api} alone.
 */
@NullMarked
package com.orchestrator.engine.service;

import org.jspecify.annotations.NullMarked;
