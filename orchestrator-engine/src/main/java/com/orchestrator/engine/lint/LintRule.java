package com.orchestrator.engine.lint;

import java.util.stream.Stream;

/** One thing that can be wrong with a plan that compiles. */
interface LintRule {

    Stream<Finding> check(Subject subject);
}
