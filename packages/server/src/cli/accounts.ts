import { findAccountByLogin, inviteAdministrator } from '@quancheng/kernel/subject/accounts';
import { createSession } from '@quancheng/kernel/subject/sessions';
import { defineErrors } from '@quancheng/kernel/platform/errors';
import { listStories } from '../demo/people.ts';
import { prepareCity } from '../prepare.ts';
import { asSystem } from '../services.ts';
import { parse, print, required, withServices, type Command } from './command.ts';

const cliErrors = defineErrors('qc', {
  demoOnly: {
    status: 403,
    zh: '这个命令只能用于演示环境。',
    en: 'This command is for demo installations only.',
    remedyZh: '请在正式环境中通过登录取得权限。',
    remedyEn: 'Sign in where the installation is real.',
  },
  unknownAccount: {
    status: 404,
    zh: '没有账号“{account}”。',
    en: 'There is no account “{account}”.',
    remedyZh: '可用的演示账号见 ./qc demo。',
    remedyEn: 'See ./qc demo for the accounts of the demo.',
  },
  noAdminPost: {
    status: 409,
    zh: '城市配置里没有管理员岗位。',
    en: 'The city has no post of an administrator.',
    remedyZh: '请在 cities/ 的 posts 中加一个 role 为 admin 的岗位。',
    remedyEn: 'Add a post with role admin to the posts of the city.',
  },
});

const token: Command = {
  name: 'token',
  usage: 'token --as ACCOUNT',
  help: 'A bearer token of a demo account',
  run: async (args) => {
    const options = parse(token.usage, args, { as: 'string' });
    const login = required(options.text('as'), token.usage);
    const secret = await withServices(async (services) => {
      if (!services.demo) throw cliErrors.demoOnly();
      return asSystem(
        services,
        'a token of a demo account was asked for on the machine itself',
        async (ctx) => {
          const account = await findAccountByLogin(ctx.tx, login);
          if (!account?.demo) throw cliErrors.unknownAccount({ account: login });
          return createSession(ctx, account.id, 'token');
        },
      );
    });
    print({ token: secret }, options.flag('json'), () => secret);
    return true;
  },
};

const demo: Command = {
  name: 'demo',
  usage: 'demo',
  help: 'The people of the demo, what they may apply for and what comes of it',
  run: async (args) => {
    const options = parse(demo.usage, args, {});
    const stories = await withServices((services) => {
      if (!services.demo) throw cliErrors.demoOnly();
      return listStories(services);
    });
    const accounts = stories.map(({ account, name, group, story, apply }) => ({
      account,
      name,
      role: group,
      story,
      apply,
    }));
    print({ accounts }, options.flag('json'), () =>
      accounts
        .flatMap(({ account, name, role, story, apply }) => [
          `${account.padEnd(28)} ${role.padEnd(9)} ${name}  ${story.zh} / ${story.en}`,
          ...apply.map(
            ({ item, form, expect }) => `${' '.repeat(29)}→ ${item}: ${expect}  ${JSON.stringify(form)}`,
          ),
        ])
        .join('\n'),
    );
    return true;
  },
};

const invite: Command = {
  name: 'admin invite',
  usage: 'admin invite',
  help: 'The one-time link by which the first administrator makes an account',
  run: async (args) => {
    const options = parse(invite.usage, args, {});
    const link = await withServices(async (services) => {
      // The first administrator may be invited before the first start, which would make the posts.
      await prepareCity(services);
      const secret = await asSystem(
        services,
        'the operator of the machine invites the first administrator',
        async (ctx) => {
          const post = await ctx.tx
            .selectFrom('post')
            .select('id')
            .where('role', '=', 'admin')
            .orderBy('slug')
            .executeTakeFirst();
          if (!post) throw cliErrors.noAdminPost();
          return inviteAdministrator(ctx, post.id);
        },
      );
      return `${services.origin}/invite#token=${secret}`;
    });
    print({ link }, options.flag('json'), () => link);
    return true;
  },
};

export const accountCommands: readonly Command[] = [token, demo, invite];
