package com.orchestrator.worker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that does the work of one task type. It takes {@code (In, TaskContext)}, {@code (In)},
 * {@code (TaskContext)} or nothing, and returns its output, a {@code CompletionStage} of it, or nothing. Retries and
 * timeouts belong to the workflow definition, not here.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskHandler {

    /** The task type, as the definition names it. */
    String value();

    /** How many tasks of this type the worker runs at once; 0 leaves it to {@code maxConcurrent}. */
    int concurrency() default 0;

    /** The threads it runs on; {@link TaskThreads#PLATFORM} is for handlers that keep a processor busy. */
    TaskThreads threads() default TaskThreads.AUTO;

    /** Exceptions after which a retry is pointless and which mean that nothing happened. */
    Class<? extends Throwable>[] fatal() default {};
}
