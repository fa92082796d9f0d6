/** Which server is asked, by whom: options, environment and the file of contexts. */
@NullMarked
package com.orchestrator.cli.context;

import org.jspecify.annotations.NullMarked;
