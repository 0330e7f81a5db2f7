import { Body, Controller, Get, Post } from '@nestjs/common';
import { Tenant } from '../tenants/tenant.decorator.js';

interface Notes {
  readonly tenant: string;
  readonly notes: readonly string[];
}

/** Pages of all tenants can read and write their notes. The policy is the module's defaults. */
@Controller('notes')
export class NotesController {
  @Get()
  list(@Tenant() tenant: string): Notes {
    return { tenant, notes: [`the first note of ${tenant}`] };
  }

  @Post()
  add(@Tenant() tenant: string, @Body() body: { note?: unknown }): Notes {
    return { tenant, notes: [String(body.note)] };
  }
}
