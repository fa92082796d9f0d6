/**
 * The web page: files of the module {@code orchestrator-ui}, as they stand on the class path, with the headers that keep them harmless.
 * May depend on {@code front} and {@code rest}.
 */
@NullMarked
package com.orchestrator.server.page;

import org.jspecify.annotations.NullMarked;
