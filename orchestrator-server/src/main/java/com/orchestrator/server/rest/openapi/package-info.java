/** The document that describes this API, and where it is served. May depend on {@code auth} alone. */
@NullMarked
package com.orchestrator.server.rest.openapi;

import org.jspecify.annotations.NullMarked;
