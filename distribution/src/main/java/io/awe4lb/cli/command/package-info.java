/** What every command is made of: how it is called, how it fails, and how it prints. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli.command;
