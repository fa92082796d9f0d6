/** The surface of the job router, word for word that of the document it was founded on. Translates, and decides nothing. */
@NullMarked
package com.orchestrator.server.rest.router;

import org.jspecify.annotations.NullMarked;
