/**
 * A worker in an application with CDI 4, on whatever container: beans with {@link com.orchestrator.worker.TaskHandler} methods do tasks from when the
 * application has started until it stops. {@link com.orchestrator.worker.cdi.HandlerExtension} finds them when the application is built or
 * deployed, {@link com.orchestrator.worker.cdi.CdiWorker} is the worker.
 */
@NullMarked
package com.orchestrator.worker.cdi;

import org.jspecify.annotations.NullMarked;
