/**
 * In front of the resources: who may not call is refused before its body is read, no request waits for its caller with a thread, and
 * what must always go on keeps threads of its own. May depend on {@code auth}, {@code rest} and {@code api}.
 */
@NullMarked
package com.orchestrator.server.front;

import org.jspecify.annotations.NullMarked;
