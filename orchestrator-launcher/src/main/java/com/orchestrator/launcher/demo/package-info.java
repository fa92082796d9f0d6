/** The order saga as a story: twenty orders, their outcomes, and one rollback step by step. */
@NullMarked
package com.orchestrator.launcher.demo;

import org.jspecify.annotations.NullMarked;
