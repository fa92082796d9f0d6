package com.orchestrator.api.definition;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a record whose value is sensitive: {@code sensitive: true} in the schema that is made of the record. Workers get it as it
 * is; errors, webhooks and those whose token says {@code no-sensitive} see {@code ***}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Sensitive {}
