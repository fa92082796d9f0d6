/**
 * A worker as a part of a Spring Boot application, version 3 or 4: beans with {@link com.orchestrator.worker.TaskHandler} methods do tasks from when
 * the context has started until it closes. What differs between the versions, health, is in a class of its own for each.
 */
@NullMarked
package com.orchestrator.worker.spring;

import org.jspecify.annotations.NullMarked;
