/** Goals of Maven for projects that have workflow definitions. */
@NullMarked
package com.orchestrator.maven;

import org.jspecify.annotations.NullMarked;
