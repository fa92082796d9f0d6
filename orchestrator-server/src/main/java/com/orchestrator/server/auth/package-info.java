/**
 * Who is asking, and may they. Bearer tokens and four roles; deny is the default. May depend on {@code api} alone.
 */
@NullMarked
package com.orchestrator.server.auth;

import org.jspecify.annotations.NullMarked;
