package com.orchestrator.server.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The role a resource method asks for, and on what. A method without this and without {@link Open} does not get deployed, and none
 * compiles that leaves out what it is about.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {
    Role role();

    On on();

    /** Whether it shows, moves or asks for what runs carry and nothing else, so that there is nothing left of it without. */
    boolean payloads() default false;
}
