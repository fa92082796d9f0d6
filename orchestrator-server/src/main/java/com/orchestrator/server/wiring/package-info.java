/**
 * Where objects meet: configuration, engine, resources and the servlet. The only package that sees all others; holds no
 * rule.
 */
@NullMarked
package com.orchestrator.server.wiring;

import org.jspecify.annotations.NullMarked;
