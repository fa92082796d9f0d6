/** What the server knows of projections, which run elsewhere: what their tables say. */
@NullMarked
package com.orchestrator.server.projection;

import org.jspecify.annotations.NullMarked;
