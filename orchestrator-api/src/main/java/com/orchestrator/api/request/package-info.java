/**
 * What callers and workers may ask, as the wire sees it: one record per request body, validated when it is built. May
 * depend on {@code model} and {@code error}.
 */
@NullMarked
package com.orchestrator.api.request;

import org.jspecify.annotations.NullMarked;
