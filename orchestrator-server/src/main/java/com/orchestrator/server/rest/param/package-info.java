/**
 * Query, path and header values as types that refuse what they cannot mean. May depend on {@code rest.json} for the
 * shared text forms.
 */
@NullMarked
package com.orchestrator.server.rest.param;

import org.jspecify.annotations.NullMarked;
