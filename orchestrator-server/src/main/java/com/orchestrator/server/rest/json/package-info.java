/**
 * Bytes of a body to records and back: size limit, strict UTF-8, strict JSON, and every fault as a refusal that names its
 * place. Knows no resource. May depend on {@code api} alone.
 */
@NullMarked
package com.orchestrator.server.rest.json;

import org.jspecify.annotations.NullMarked;
