/** JSON over HTTP, page by page. */
@NullMarked
package com.orchestrator.connectors.http;

import org.jspecify.annotations.NullMarked;
