/** How do people see it? The files of the web UI, which is a program of its own that uses nothing but the REST API. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin.ui;
