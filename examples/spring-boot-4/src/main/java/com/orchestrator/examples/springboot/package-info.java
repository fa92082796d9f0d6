/** A worker that is a Spring Boot application: the same program for version 3 and version 4. */
@NullMarked
package com.orchestrator.examples.springboot;

import org.jspecify.annotations.NullMarked;
