/** Callers whom an identity provider vouches for: bearer tokens of OpenID Connect (ADR 63). */
@NullMarked
package com.orchestrator.server.oidc;

import org.jspecify.annotations.NullMarked;
